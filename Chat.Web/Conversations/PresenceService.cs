using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Data;
using Chat.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Conversations;

/// <summary>Tells two people who talk whether the other one is here, if neither of them wishes it otherwise.</summary>
public sealed class PresenceService(IDbContextFactory<ChatDbContext> database, Attendance attendance, Feed feed, TimeProvider clock)
{
    private readonly Lock _telling = new();

    /// <summary>Of the other one in a conversation of two; none where there is nothing this person may know.</summary>
    public async Task<PresenceView?> FindAsync(Actor actor, int conversationId, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        if (await db.FindReachedAsync(actor, conversationId, now, cancellation) is not { } conversation || !actor.MaySeePresenceIn(conversation, now))
        {
            return null;
        }

        var place = conversation.Participants.Single(p => p.UserId != actor.Id);
        var two = await db.Users.AsNoTracking().Where(u => u.Id == place.UserId || u.Id == actor.Id).ToListAsync(cancellation);
        var other = two.Single(u => u.Id == place.UserId);
        return two.Exists(u => u.HidesPresence) || other.Status is not AccountStatus.Active || other.Role != place.Role
            ? null
            : Of(other.ToView(), await LastSeenAsync(db, other.Id, cancellation));
    }

    /// <summary>Tells everyone who may know, in one go and without any of them having to ask. To whom they hide, there is nothing any more.</summary>
    public async Task TellAsync(int userId)
    {
        await using var db = await database.CreateDbContextAsync(CancellationToken.None);
        var person = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId);
        var watchers = await db.WatchersOf(userId, clock.GetUtcNow()).ToListAsync();
        var lastSeenAt = await LastSeenAsync(db, userId, CancellationToken.None);

        // Looked at and told in one breath: who left and came back at once is here to everyone.
        lock (_telling)
        {
            feed.Publish(new PresenceChanged(userId, person.HidesPresence ? null : Of(person.ToView(), lastSeenAt)), watchers);
        }
    }

    private PresenceView Of(PersonView person, DateTimeOffset? lastSeenAt) =>
        attendance.IsHere(person.Id) ? PresenceView.Here : PresenceView.Gone(attendance.LeftAt(person.Id) ?? lastSeenAt, person.IsSeenRoughly());

    private static Task<DateTimeOffset?> LastSeenAsync(ChatDbContext db, int userId, CancellationToken cancellation) =>
        db.Sessions.Where(s => s.UserId == userId).OrderByDescending(s => s.LastSeenAt).Select(s => (DateTimeOffset?)s.LastSeenAt).FirstOrDefaultAsync(cancellation);
}

/// <summary>Whether somebody is here, or when they were, as far as others are told.</summary>
/// <param name="LastSeenAt">None while they are here, and of those who never were.</param>
/// <param name="IsRough">Whether that moment is only the hour it fell in.</param>
public sealed record PresenceView(bool IsHere, DateTimeOffset? LastSeenAt, bool IsRough)
{
    public static readonly PresenceView Here = new(IsHere: true, null, IsRough: false);

    public static PresenceView Gone(DateTimeOffset? at, bool isRough) => new(IsHere: false, isRough && at is { } exactly ? TheHourOf(exactly) : at, isRough);

    private static DateTimeOffset TheHourOf(DateTimeOffset moment) => new(moment.Ticks - (moment.Ticks % TimeSpan.TicksPerHour), moment.Offset);
}

/// <summary>Somebody is here, has left, or shows it no longer.</summary>
public sealed record PresenceChanged(int UserId, PresenceView? Presence) : ChatEvent;
