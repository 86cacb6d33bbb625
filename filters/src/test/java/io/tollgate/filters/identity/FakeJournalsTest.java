package io.tollgate.filters.identity;

/** The journals in memory do what journals do: else what is tested with them proves nothing. */
final class FakeJournalsTest implements UserJournalContract, CounterJournalContract {
    private final FakeUserJournal users = new FakeUserJournal();
    private final FakeCounterJournal counters = new FakeCounterJournal();

    @Override
    public UserJournal journal() {
        return users;
    }

    @Override
    public CounterJournal counters() {
        return counters;
    }
}
