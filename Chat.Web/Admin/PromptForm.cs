using Chat.Web.Bot;

namespace Chat.Web.Admin;

/// <summary>What stands in the fields of a quick question.</summary>
/// <param name="prompt">The one that is said otherwise; none for a new one.</param>
public sealed class PromptForm(PromptView? prompt = null)
{
    public string Title { get; set; } = prompt?.Title ?? "";

    public string Text { get; set; } = prompt?.Text ?? "";

    public bool HasChanges => !string.Equals(Title, prompt?.Title ?? "", StringComparison.Ordinal) || !string.Equals(Text, prompt?.Text ?? "", StringComparison.Ordinal);
}
