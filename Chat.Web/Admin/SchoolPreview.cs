using Chat.Web.Accounts;
using Chat.Web.Conversations;

namespace Chat.Web.Admin;

/// <summary>What a change would open and close, and for whom.</summary>
/// <param name="At">From when on.</param>
/// <param name="IsLater">That moment is still to come.</param>
public sealed record SchoolPreview(DateTimeOffset At, bool IsLater, IReadOnlyList<ChatDifference> Chats, IReadOnlyList<TieDifference> Ties)
{
    public bool IsNothing => Chats.Count == 0 && Ties.Count == 0;
}

public enum ChatTurn
{
    Opens,
    Archives,

    /// <summary>It goes on; when it ends is another moment, or none.</summary>
    Lasts,

    /// <summary>It goes on, and somebody reads it who did not.</summary>
    IsReadBy,

    /// <summary>It is there, and somebody reads it no longer.</summary>
    IsHiddenFrom,
}

/// <summary>What becomes of one chat.</summary>
/// <param name="Key">What makes it that one and no other.</param>
/// <param name="Writers">Those who are heard in it since; where it is archived, those who no longer are.</param>
/// <param name="Readers">Those who read along, or whom it is about to be opened to or hidden from.</param>
/// <param name="Until">When it ends, as far as that is known.</param>
public sealed record ChatDifference(ChatTurn Turn, string Key, ConversationKind Kind, string Name, IReadOnlyList<PersonView> Writers, IReadOnlyList<PersonView> Readers, DateTimeOffset? Until);

/// <summary>Somebody may write to somebody first who could not, or can no longer.</summary>
/// <param name="IsMutual">The other one may as well, or can no longer either.</param>
/// <param name="About">The child it would be about.</param>
public sealed record TieDifference(bool IsGained, PersonView From, PersonView To, PersonView? About, bool IsMutual);
