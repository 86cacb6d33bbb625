package io.tollgate.proxy.cli;

import io.tollgate.config.Problem;
import io.tollgate.proxy.control.ControlReply;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Prints either for people or as JSON, one object a line. Confined to one thread. */
final class Output {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Console console;
    private final boolean isJson;

    Output(Console console, boolean isJson) {
        this.console = console;
        this.isJson = isJson;
    }

    boolean isJson() {
        return isJson;
    }

    /** What was asked for: lines for people, or the same as JSON. */
    void answer(String text, Map<String, ?> json) {
        print(console.out(), isJson ? JSON.writeValueAsString(json) : text);
    }

    /** A line as it is, whoever reads it. */
    void raw(String line) {
        print(console.out(), line);
    }

    /** Whether nobody reads any more: the pipe was closed. */
    boolean isGone() {
        return console.out().checkError();
    }

    /** What went wrong. */
    void error(int exit, String message) {
        if (message.isEmpty()) {
            return;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", exit);
        json.put("message", message);
        print(console.err(), isJson ? JSON.writeValueAsString(json) : "tollgate: " + message);
    }

    /** Everything that is wrong with a configuration, a line each. */
    void problems(List<Problem> problems, boolean isError) {
        PrintWriter writer = isError ? console.err() : console.out();
        if (isJson) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("exit", ExitCode.WRONG);
            json.put("problems", problems.stream().map(Output::row).toList());
            print(writer, JSON.writeValueAsString(json));
        } else {
            problems.forEach(problem -> print(writer, problem.toString()));
        }
    }

    private static Map<String, Object> row(Problem problem) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("file", problem.at().file());
        row.put("line", problem.at().line());
        row.put("column", problem.at().column());
        row.put("key", problem.key());
        row.put("what", problem.what());
        row.put("remedy", problem.remedy());
        return row;
    }

    /** What came of an administrative act; returns its exit code. */
    int reply(ControlReply reply, Shape shape) {
        PrintWriter writer = reply.exit() == ExitCode.DONE ? console.out() : console.err();
        String message = reply.message();
        if (isJson) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("exit", reply.exit());
            if (message != null) {
                json.put("message", message);
            }
            json.put("rows", reply.rows());
            print(writer, JSON.writeValueAsString(json));
        } else if (message != null) {
            print(writer, reply.exit() == ExitCode.DONE ? message : "tollgate: " + message);
        } else {
            shape.lines(reply.rows()).forEach(line -> print(writer, line));
        }
        return reply.exit();
    }

    private static void print(PrintWriter writer, String text) {
        writer.println(text);
        writer.flush();
    }
}
