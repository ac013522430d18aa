package dev.discovery.testkit;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How a Kubernetes API server for tests is started, and the files that it wants. It
 * serves what backends and tests need and nothing else, which halves the time of its
 * start.
 */
final class KubeApiCommand implements AutoCloseable {

	/**
	 * This release of the API server has slices as v1beta1 only; as a custom resource
	 * they are what backends ask for.
	 */
	static final String SLICES = """
			apiVersion: apiextensions.k8s.io/v1
			kind: CustomResourceDefinition
			metadata:
			  name: endpointslices.discovery.k8s.io
			  annotations:
			    api-approved.kubernetes.io: https://github.com/kubernetes/enhancements/pull/752
			spec:
			  group: discovery.k8s.io
			  scope: Namespaced
			  names: {kind: EndpointSlice, listKind: EndpointSliceList, plural: endpointslices, singular: endpointslice}
			  versions:
			  - name: v1
			    served: true
			    storage: true
			    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
			""";

	private static final String APIS = String.join("=true,", "api/all=false,v1", "rbac.authorization.k8s.io/v1",
			"authentication.k8s.io/v1", "authorization.k8s.io/v1", "apiextensions.k8s.io/v1",
			"apiregistration.k8s.io/v1=true");

	/**
	 * All admission that depends on other APIs, or wants a service account in each pod.
	 */
	private static final String NO_ADMISSION = String.join(",", "ServiceAccount", "LimitRanger", "Priority",
			"ResourceQuota", "RuntimeClass", "MutatingAdmissionWebhook", "ValidatingAdmissionWebhook",
			"DefaultIngressClass", "DefaultStorageClass", "StorageObjectInUseProtection", "PersistentVolumeClaimResize",
			"TaintNodesByCondition", "CertificateApproval", "CertificateSigning", "CertificateSubjectRestriction");

	final Set<String> users = new LinkedHashSet<>(List.of(KubeApiServer.READER));

	final List<String> flags = new ArrayList<>();

	private final ScratchFolder folder = new ScratchFolder("kube");

	private final Path own = this.folder.resolve("certs");

	Path certificate = this.own.resolve("apiserver.crt");

	static String token(String user) {
		return "the-token-of-" + user;
	}

	/**
	 * Where it prints to.
	 */
	Path output() {
		return this.folder.resolve("output");
	}

	/**
	 * Whether the server has made its certificate, or needs none.
	 */
	boolean hasCertificate() {
		// the key is written after the certificate
		return !this.certificate.startsWith(this.own) || Files.exists(this.own.resolve("apiserver.key"));
	}

	List<String> line(URI etcd, int port) {
		List<String> line = new ArrayList<>(List.of("kube-apiserver", "--etcd-servers=" + etcd,
				"--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", "--secure-port=" + port,
				"--cert-dir=" + this.own, "--token-auth-file=" + tokens(), "--service-account-issuer=https://tests",
				"--service-cluster-ip-range=10.0.0.0/24", "--authorization-mode=RBAC",
				"--endpoint-reconciler-type=none", "--enable-priority-and-fairness=false",
				"--feature-gates=APIPriorityAndFairness=false", "--runtime-config=" + APIS,
				"--disable-admission-plugins=" + NO_ADMISSION));
		line.addAll(accounts());
		line.addAll(this.flags);
		return line;
	}

	private Path tokens() {
		String admin = KubeApiServer.ADMIN;
		StringBuilder tokens = new StringBuilder("%s,%s,%s,system:masters\n".formatted(token(admin), admin, admin));
		this.users.forEach((name) -> tokens.append("%s,%s,%s\n".formatted(token(name), name, name)));
		return this.folder.write("tokens.csv", tokens.toString());
	}

	/**
	 * What signs the tokens of service accounts: one key for the server's whole life.
	 */
	private List<String> accounts() {
		Path secret = this.folder.resolve("accounts.key");
		Path open = this.folder.resolve("accounts.pub");
		if (!Files.exists(secret)) {
			KeyPair key = keys();
			this.folder.write("accounts.key", TestAuthority.pem("PRIVATE KEY", key.getPrivate().getEncoded()));
			this.folder.write("accounts.pub", TestAuthority.pem("PUBLIC KEY", key.getPublic().getEncoded()));
		}
		return List.of("--service-account-signing-key-file=" + secret, "--service-account-key-file=" + open);
	}

	private static KeyPair keys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(256);
			return generator.generateKeyPair();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.folder.close();
	}

}
