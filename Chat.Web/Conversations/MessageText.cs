using System.Globalization;
using Chat.Web.Accounts;
using Chat.Web.Kit;
using Chat.Web.Outcomes;

namespace Chat.Web.Conversations;

/// <summary>What may stand in a message: anything people write, stored exactly, and nothing that no keyboard makes.</summary>
public static class MessageText
{
    public static Outcome<string> Check(string? raw)
    {
        var text = (raw ?? "").ReplaceLineEndings("\n").Trim();
        return text.ShowsNothing() ? ConversationRefusals.MessageEmpty
            : text.Length > Message.MaxLength ? ConversationRefusals.MessageTooLong
            : text.HasHalfCharacter() || text.Any(c => char.IsControl(c) && c is not ('\n' or '\t')) ? ConversationRefusals.MessageUnreadable
            : text;
    }

    /// <summary>The first words, without marks, for a list.</summary>
    public static string Preview(string text)
    {
        var line = Markdown.ToWords(text).ReplaceLineEndings(" ");
        if (line.Length <= Conversation.PreviewLength)
        {
            return line;
        }

        // Cut between characters as people see them: a smile is not to be halved.
        var end = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(line))
        {
            if (start > Conversation.PreviewLength - 1)
            {
                break;
            }

            end = start;
        }

        return line[..end] + "…";
    }
}
