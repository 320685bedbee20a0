namespace Chat.Load.People;

/// <summary>The audit log of some years: a million entries.</summary>
internal static class ManyEntries
{
    private static readonly AskedPage[] Pages =
    [
        Ask("newest first", "", "1 = 1", 0),
        Ask("page 100", "?page=100", "1 = 1", 99 * 50),
        Ask("what happens often", "?action=session.started", "Action = 'session.started'", 0),
        Ask("what happens rarely", "?action=demo.removed", "Action = 'demo.removed'", 0),
        Ask("to one person", "?target=user:77", "(Target = 'user:77' OR Target LIKE 'user:77/%')", 0),
        Ask("by somebody", "?who=petrov", "ActorId IN (SELECT Id FROM Users WHERE NormalizedEmail LIKE '%PETROV%')", 0),
        Ask("in one month", "?from=2025-08-01&to=2025-08-31", "At >= 638896032000000000 AND At < 638922816000000000", 0),
    ];

    public static async Task RunAsync(bool isSmoke)
    {
        var (entries, times) = isSmoke ? (3_000, 3) : (1_000_000, 15);
        await AskedPage.MeasureAsync($"{entries:N0} entries", times, Fill(entries), Pages);
    }

    /// <summary>Their chain is no chain: here it is only looked at, not walked.</summary>
    private static string Fill(int entries) => $"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {entries}), last(id) AS (SELECT coalesce(max(Id), 0) FROM AuditEntries)
        INSERT INTO AuditEntries (Id, At, ActorId, Action, Target, Address, PreviousHash, Hash)
        SELECT last.id + i, 638800000000000000 + i * 120000000, 1 + i % 11,
          CASE WHEN i % 500000 = 7 THEN 'demo.removed' WHEN i % 10 < 7 THEN 'session.started' ELSE 'conversation.opened' END,
          CASE WHEN i % 10 < 7 THEN 'session:' || hex(randomblob(16)) WHEN i % 10 = 7 THEN 'user:' || (i % 997) ELSE 'conversation:' || (i % 5000) END, '192.0.2.' || (i % 250), hex(randomblob(32)), hex(randomblob(32))
        FROM n, last;
        UPDATE AuditHeads SET LastId = (SELECT max(Id) FROM AuditEntries)
        """;

    private static AskedPage Ask(string name, string query, string where, int offset) => new(name, $"/admin/audit{query}", $"""
        SELECT count(*) FROM AuditEntries WHERE {where};
        SELECT * FROM AuditEntries WHERE {where} ORDER BY Id DESC LIMIT 50 OFFSET {offset};
        """);
}
