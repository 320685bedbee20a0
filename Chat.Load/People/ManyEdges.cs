namespace Chat.Load.People;

/// <summary>The table of enrollments of a school of a hundred thousand of them, between twenty thousand people.</summary>
internal static class ManyEdges
{
    private const string Joined = "Enrollments e JOIN Users s ON s.Id = e.StudentId JOIN Users t ON t.Id = e.TeacherId JOIN Subjects x ON x.Id = e.SubjectId";

    private static readonly AskedPage[] Pages =
    [
        Ask("newest first", "", "1 = 1", "e.Id DESC", 0),
        Ask("page 2,000", "?page=2000", "1 = 1", "e.Id DESC", 1_999 * 50),
        Ask("by student", "?sort=student", "1 = 1", "s.FullName, e.Id", 0),
        Ask("by teacher, page 1,000", "?sort=-other&page=1000", "1 = 1", "t.FullName DESC, e.Id", 999 * 50),
        Ask("by end", "?sort=to", "1 = 1", "e.\"To\" IS NULL, e.\"To\", e.Id", 0),
        Ask("words of a name", "?q=%D0%B8%D0%B2%D0%B0%D0%BD%20%D1%81%D0%B5%D0%BC%D1%91%D0%BD", "(s.SearchName LIKE '%семен%иван%' OR t.SearchName LIKE '%семен%иван%')", "e.Id DESC", 0),
        Ask("ended, of a subject, by start", "?state=ended&subject=2&sort=from", "e.\"To\" < 639300000000000000 AND e.SubjectId = 2", "e.\"From\", e.Id", 0),
        Ask("nobody", "?q=nobody-is-called-so", "s.SearchName LIKE '%nobody-is-called-so%'", "e.Id DESC", 0),
    ];

    public static async Task RunAsync(bool isSmoke)
    {
        var (people, edges, times) = isSmoke ? (500, 2_000, 3) : (20_000, 100_000, 20);
        await AskedPage.MeasureAsync($"{edges:N0} enrollments", times, ManyPeople.Fill(people) + ";" + Fill(people, edges), Pages);
    }

    /// <summary>Each between one of the many and a teacher of the demo school; every third has ended.</summary>
    private static string Fill(int people, int edges) => $"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {edges})
        INSERT INTO Enrollments (StudentId, TeacherId, SubjectId, "From", "To")
        SELECT (SELECT min(Id) FROM Users WHERE NormalizedEmail LIKE 'PERSON%') + i * 7919 % {people}, (SELECT TeacherId FROM Enrollments LIMIT 1), 1 + i % 3,
          638900000000000000 + i * 600000000, CASE i % 3 WHEN 0 THEN 639000000000000000 + i * 600000000 ELSE NULL END
        FROM n
        """;

    private static AskedPage Ask(string name, string query, string where, string order, int offset) => new(name, $"/admin/school/enrollments{query}", $"""
        SELECT count(*) FROM {Joined} WHERE {where};
        SELECT e.Id, s.FullName, t.FullName, x.NameEn, e."From", e."To" FROM {Joined} WHERE {where} ORDER BY {order} LIMIT 50 OFFSET {offset};
        """);
}
