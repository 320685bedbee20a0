namespace Chat.Web.Conversations;

/// <summary>What a thread offers to whoever searches it: to show a message, and to have been searched enough.</summary>
public sealed record FinderHost(Func<int, Task> GoTo, Func<Task> Close);
