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

    public static Outcome<string> Check(Draft draft) => Check(draft.Text ?? "", draft.AttachmentIds.Count > 0);

    /// <summary>The same of what stands beside files: there it may be nothing.</summary>
    public static Outcome<string> Check(string? raw, bool hasFiles) => hasFiles && raw?.ShowsNothing() is true ? "" : Check(raw);

    /// <summary>The first words, without marks, for a list.</summary>
    /// <param name="fileName">Of the first file on it: where there are no words, it says in every language what is there.</param>
    /// <param name="files">How many files there are.</param>
    public static string Preview(string text, string? fileName = null, int files = 1)
    {
        var line = (text.Length > 0 || fileName is null ? Markdown.ToWords(BeginningOf(text)) : files > 1 ? string.Create(CultureInfo.InvariantCulture, $"📎 {fileName} +{files - 1}") : $"📎 {fileName}").ReplaceLineEndings(" ");
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

    /// <summary>As much as a list can show many times over: some texts take long to be read to their end.</summary>
    private static string BeginningOf(string text)
    {
        const int Enough = 1_000;
        return text.Length <= Enough ? text : text[..(char.IsHighSurrogate(text[Enough - 1]) ? Enough - 1 : Enough)];
    }
}
