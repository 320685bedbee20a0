namespace Chat.Load.People;

/// <summary>The table of people of a school of a hundred thousand.</summary>
internal static class ManyPeople
{
    private static readonly AskedPage[] Pages =
    [
        Ask("first page by name", "", "1 = 1", "SearchName, Id", 0),
        Ask("page 2,000 by name", "?page=2000", "1 = 1", "SearchName, Id", 1_999 * 50),
        Ask("newest first", "?sort=-created", "1 = 1", "CreatedAt DESC, Id DESC", 0),
        Ask("students, last seen", "?role=Student&sort=-seen", "Role = 1", "LastSeenAt DESC, Id DESC", 0),
        Ask("words of a name", "?q=%D0%B8%D0%B2%D0%B0%D0%BD%20%D1%81%D0%B5%D0%BC%D1%91%D0%BD", "instr(SearchName, 'иван') > 0 AND instr(SearchName, 'семен') > 0", "SearchName, Id", 0),
        Ask("part of an address", "?q=77777@", "instr(SearchName, '77777@') > 0", "SearchName, Id", 0),
        Ask("suspended, by address", "?status=Suspended&sort=email", "Status = 2", "NormalizedEmail, Id", 0),
        Ask("nobody", "?q=nobody-is-called-so", "instr(SearchName, 'nobody-is-called-so') > 0", "SearchName, Id", 0),
    ];

    public static async Task RunAsync(bool isSmoke)
    {
        var (people, times) = isSmoke ? (2_000, 3) : (100_000, 40);
        await AskedPage.MeasureAsync($"{people:N0} people", times, Fill(people), Pages);
    }

    /// <summary>Nine in ten are students; one in fifty is suspended; names and addresses as they are.</summary>
    internal static string Fill(int people) => $"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people}),
        named AS (SELECT i,
          json_extract('["Иванова","Петров","Семёнова","Кузнецов","Смирнова","Попов","Васильева","Соколов","Михайлова","Новиков","Фёдорова","Морозов","Волкова"]', '$[' || (i % 13) || ']') AS Family,
          json_extract('["иванова","петров","семенова","кузнецов","смирнова","попов","васильева","соколов","михайлова","новиков","федорова","морозов","волкова"]', '$[' || (i % 13) || ']') AS FamilyKey,
          json_extract('["Анна","Иван","Мария","Пётр","Ольга","Алексей","Елена","Дмитрий","Софья","Максим","Алёна"]', '$[' || (i % 11) || ']') AS Given,
          json_extract('["анна","иван","мария","петр","ольга","алексей","елена","дмитрий","софья","максим","алена"]', '$[' || (i % 11) || ']') AS GivenKey
          FROM n)
        INSERT INTO Users (FullName, SearchName, Role, Capabilities, Status, Language, TimeZone, HidesPresence, CreatedAt, LastSeenAt, UserName, NormalizedUserName, Email, NormalizedEmail,
          EmailConfirmed, PasswordHash, SecurityStamp, ConcurrencyStamp, PhoneNumberConfirmed, TwoFactorEnabled, LockoutEnabled, AccessFailedCount, IsDemo)
        SELECT Family || ' ' || Given, FamilyKey || ' ' || GivenKey || ' person' || i || '@school.example', CASE i % 10 WHEN 0 THEN 4 ELSE 1 END, 0, CASE i % 50 WHEN 0 THEN 2 ELSE 1 END, 'ru', 'Europe/Moscow', 0,
          638900000000000000 + i * 600000000, CASE i % 3 WHEN 0 THEN NULL ELSE 639000000000000000 + (i * 7919 % 100003) * 600000000 END,
          'person' || i || '@school.example', 'PERSON' || i || '@SCHOOL.EXAMPLE', 'person' || i || '@school.example', 'PERSON' || i || '@SCHOOL.EXAMPLE',
          0, hex(randomblob(42)), hex(randomblob(16)), hex(randomblob(18)), 0, 0, 1, 0, 0
        FROM named
        """;

    /// <param name="query">As the address of the page has it.</param>
    /// <param name="where">The same, as the floor asks for it.</param>
    private static AskedPage Ask(string name, string query, string where, string order, int offset) => new(name, $"/admin/people{query}", $"""
        SELECT count(*) FROM Users WHERE {where};
        SELECT Id, FullName, Email, Role, Status, Capabilities, Language, CreatedAt, LastSeenAt FROM Users WHERE {where} ORDER BY {order} LIMIT 50 OFFSET {offset};
        """);
}
