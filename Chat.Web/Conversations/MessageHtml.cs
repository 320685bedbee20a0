using System.Runtime.CompilerServices;
using Chat.Web.Kit;

namespace Chat.Web.Conversations;

/// <summary>
/// A message as markup. It says the same to everybody, so it is made once, when the first reader asks, and kept for as long as
/// the view is: pages, programs and sockets show the very same string.
/// </summary>
public static class MessageHtml
{
    private static readonly ConditionalWeakTable<MessageView, string> Made = [];

    public static string ToHtml(this MessageView message) => Made.GetValue(message, static m => Of(m.Text, m.Mentions));

    private static string Of(string text, IReadOnlyList<Accounts.PersonView> mentioned) =>
        text.Length == 0 ? "" : Markdown.ToHtml(text, [.. mentioned.Select(p => Mentions.Sign + p.FullName)]);
}
