package io.tollgate.config;

/** A text that is not what it should be, said in words an operator can act on. */
public final class MalformedValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String what;
    private final String remedy;

    public MalformedValueException(String what, String remedy) {
        super(what + "; " + remedy);
        this.what = what;
        this.remedy = remedy;
    }

    /** What is wrong, without a full stop. */
    public String what() {
        return what;
    }

    /** What to do about it, without a full stop. */
    public String remedy() {
        return remedy;
    }
}
