using Microsoft.AspNetCore.Components;

namespace Chat.Web.Conversations;

/// <summary>What a thread gives to whoever takes a report of one of its messages: the message, and the way back.</summary>
public sealed record ReporterHost(MessageView Message, EventCallback Close);
