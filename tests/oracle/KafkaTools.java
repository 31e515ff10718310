import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Exit;

/**
 * Runs Kafka's command-line tools one after another in one Java machine, which saves each of them its start.
 *
 * A line on standard input is a main class and its arguments, separated by tabs. The answer is a line
 * "STATUS BYTES BYTES" and then what the tool wrote to standard output and to standard error.
 */
public final class KafkaTools {
    private static Integer firstStatus;

    private static final class Ended extends Error {
        final int status;

        Ended(int status) {
            super(null, null, false, false);
            this.status = status;
        }
    }

    private static final class Captured extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int one) {
            bytes.write(one);
        }

        @Override
        public synchronized void write(byte[] many, int from, int count) {
            bytes.write(many, from, count);
        }

        synchronized byte[] take() {
            byte[] taken = bytes.toByteArray();
            bytes.reset();
            return taken;
        }
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        Captured output = new Captured();
        Captured errors = new Captured();
        System.setOut(new PrintStream(output, true, "UTF-8"));
        System.setErr(new PrintStream(errors, true, "UTF-8"));
        Exit.setExitProcedure((status, message) -> { throw end(status); });
        Exit.setHaltProcedure((status, message) -> { throw end(status); });
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String[] words = line.split("\t", -1);
            int status = run(words[0], Arrays.copyOfRange(words, 1, words.length));
            System.out.flush();
            System.err.flush();
            byte[] written = output.take();
            byte[] complaints = errors.take();
            answers.println(status + " " + written.length + " " + complaints.length);
            answers.write(written);
            answers.write(complaints);
            answers.flush();
        }
    }

    /** Remembers the first status: a tool may take what ends it for a failure of its own and ask to end once more. */
    private static Ended end(int status) {
        if (firstStatus == null) {
            firstStatus = status;
        }
        return new Ended(firstStatus);
    }

    private static int run(String tool, String[] arguments) {
        firstStatus = null;
        try {
            Class.forName(tool).getMethod("main", String[].class).invoke(null, (Object) arguments);
            return firstStatus == null ? 0 : firstStatus;
        } catch (InvocationTargetException wrapped) {
            if (wrapped.getCause() instanceof Ended) {
                return ((Ended) wrapped.getCause()).status;
            }
            wrapped.getCause().printStackTrace();
            return 1;
        } catch (ReflectiveOperationException error) {
            error.printStackTrace();
            return 1;
        }
    }
}
