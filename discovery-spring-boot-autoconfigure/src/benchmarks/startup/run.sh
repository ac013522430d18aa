#!/bin/sh
# Times the start of a bare web application, of one with this starter and of one with Spring
# Cloud's client of Consul, in turn. Needs consul on the PATH. The arguments: how often, and
# "archived" where each is to have an archive of its classes (-XX:SharedArchiveFile).
set -e
module=$(cd "$(dirname "$0")/../../.." && pwd)
work=$module/target/startup
class_path=org.apache.maven.plugins:maven-dependency-plugin:build-classpath
mkdir -p "$work"
cd "$module/.."
mvn -q -P benchmarks -pl discovery-spring-boot-starter -am package -DskipTests $class_path -Dmdep.outputFile="$work/starter.txt"
for each in bare peer; do
	mvn -q -f "$module/src/benchmarks/startup/$each/pom.xml" $class_path -Dmdep.outputFile="$work/$each.txt"
done
mvn -q -P benchmarks -pl discovery-spring-boot-autoconfigure verify -DskipTests \
	-Dbenchmark=dev.discovery.benchmarks.Startup -Djmh="$work ${1:-10} ${2:-}"
