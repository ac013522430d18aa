package dev.discovery.documentation;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles what a page shows, against what the tests have.
 */
final class JavaCompilation {

	private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");

	private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

	private JavaCompilation() {
	}

	/**
	 * Compiles a file.
	 * @param source all that is in it
	 * @param output where the classes go
	 * @return what the compiler complains of, or an empty text
	 */
	static String compile(String source, Path output) throws IOException {
		Files.createDirectories(output);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter complaints = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-proc:none", "-parameters", "-Xlint:none", "-cp", TestClassPath.entries(),
					"-d", output.toString());
			boolean compiled = compiler
				.getTask(complaints, files, null, options, null, List.of(new Source(nameOf(source), source)))
				.call();
			return compiled ? "" : complaints.toString();
		}
	}

	/**
	 * The full name of the first class.
	 */
	static String nameOf(String source) {
		Matcher type = TYPE.matcher(source);
		if (!type.find()) {
			throw new IllegalArgumentException("No class in " + source);
		}
		Matcher in = PACKAGE.matcher(source);
		return (in.find() ? in.group(1) + "." : "") + type.group(1);
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String name, String text) {
			super(URI.create("memory:///" + name.replace('.', '/') + JavaFileObject.Kind.SOURCE.extension),
					JavaFileObject.Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
