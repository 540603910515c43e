package org.millwright;

import java.io.PrintWriter;
import java.io.StringWriter;

/** How a command of ours ended, run in this process. */
public record CommandRun(int code, String out, String err) {
    public static CommandRun of(String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Millwright.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(command);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
