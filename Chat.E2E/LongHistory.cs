namespace Chat.E2E;

/// <summary>Years of talk in one conversation, put into what is stored while no process has it; everything has been read.</summary>
public static class LongHistory
{
    public static async Task FillAsync(Site site, int conversation, int length)
    {
        await site.WriteAsync($"""
            WITH RECURSIVE n(seq) AS (SELECT LastSeq + 1 FROM Conversations WHERE Id = {conversation} UNION ALL SELECT seq + 1 FROM n WHERE seq < {length})
            INSERT INTO Messages (ConversationId, Seq, SenderId, ClientMessageId, Text, SentAt)
            SELECT c.Id, n.seq, (SELECT CASE n.seq / 3 % 2 WHEN 0 THEN MIN(UserId) ELSE MAX(UserId) END FROM Participants WHERE ConversationId = c.Id),
                   printf('00000000-0000-4000-8000-%012X', n.seq), 'Сообщение ' || n.seq || substr(' и ещё несколько слов, чтобы строка была длиннее', 1, n.seq % 40), c.LastActivityAt - ({length} - n.seq) * 600000000
            FROM n, Conversations c WHERE c.Id = {conversation}
            """);
        await site.WriteAsync($"UPDATE Conversations SET LastSeq = {length} WHERE Id = {conversation}");
        await site.WriteAsync($"UPDATE Participants SET LastReadSeq = {length} WHERE ConversationId = {conversation}");
    }
}
