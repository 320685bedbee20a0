using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Chat.Web.School;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Admin;

/// <summary>
/// Tells what a change of an edge would open and close before anybody makes it. The very change is carried out, the rules
/// are asked before and after, and everything is taken back: there is no second telling of the rules that could be wrong.
/// </summary>
public sealed class SchoolPreviewService(WriteLane lane, SchoolService school, ConversationNames names, Denials denials, TimeProvider clock)
{
    public async Task<Outcome<SchoolPreview>> PreviewAsync(Actor actor, EdgeChange change, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "school", AccountRefusals.AdminsOnly, cancellation);
        }

        if (RefusalOf(change) is { } unfit)
        {
            return unfit;
        }

        // A command that answers with a refusal leaves nothing behind. This one is answered to nobody.
        var onlyAsked = new Refusal(RefusalKind.Conflict, "only_asked");
        TriedOut? triedOut = null;
        var asked = await lane.TryAsync<Done>(async db =>
        {
            var planned = await school.PlanInAsync(db, change, cancellation);
            if (planned.Value is not { } plan)
            {
                return planned.Refusal!;
            }

            triedOut = await TryOutAsync(db, actor, plan, cancellation);
            return onlyAsked;
        }, cancellation);

        // Told out here, in the asker's language: the lane speaks none.
        return asked.Refusal == onlyAsked && triedOut is var (before, after, at)
            ? new SchoolPreview(at, at > clock.GetUtcNow(), [.. Chats(actor, before, after)], [.. Ties(before, after)])
            : asked.Refusal!;
    }

    /// <summary>Makes the change.</summary>
    /// <returns>The edge's number.</returns>
    public async Task<Outcome<int>> DoAsync(Actor actor, EdgeChange change, CancellationToken cancellation = default) =>
        !actor.KeepsTheSchool() ? await denials.RefuseAsync(actor, "school", AccountRefusals.AdminsOnly, cancellation) : RefusalOf(change) ?? await school.ChangeAsync(actor, change, cancellation);

    /// <summary>Whoever is kept from a child, or let to them again, is so for a reason somebody can be asked about.</summary>
    private static Refusal? RefusalOf(EdgeChange change)
    {
        if (change is not EdgeDeed deed)
        {
            return null;
        }

        var why = Reason.Check(deed.Reason);
        return why.Refusal ?? (why.Value is null && deed.Act is EdgeAct.Restrict or EdgeAct.Lift ? ConversationRefusals.ReasonMissing : null);
    }

    private sealed record TriedOut(SchoolSnapshot Before, SchoolSnapshot After, DateTimeOffset At);

    private async Task<TriedOut> TryOutAsync(ChatDbContext db, Actor actor, EdgePlan plan, CancellationToken cancellation)
    {
        var studentId = plan.Edge.StudentId;

        var around = (await SchoolService.PeopleAround(db, studentId).ToListAsync(cancellation)).Append(plan.Edge.OtherId).ToHashSet();

        // A change that takes effect later is compared with that day as it would be without it: other plans come true first.
        await school.FollowInAsync(db, studentId, plan.TakesEffectAt, cancellation);
        var before = await SchoolSnapshot.TakeAsync(db, studentId, around, plan.TakesEffectAt, cancellation);

        await school.CarryOutInAsync(db, actor, plan, cancellation);
        await school.FollowInAsync(db, studentId, plan.TakesEffectAt, cancellation);
        var after = await SchoolSnapshot.TakeAsync(db, studentId, around, plan.TakesEffectAt, cancellation);

        return new TriedOut(before, after, plan.TakesEffectAt);
    }

    private IEnumerable<ChatDifference> Chats(Actor actor, SchoolSnapshot before, SchoolSnapshot after)
    {
        foreach (var (key, then) in after.Chats)
        {
            var was = before.Chats.GetValueOrDefault(key);
            var (wasOpen, isOpen) = (was is not null && was.State is not ConversationState.Archived, then.State is not ConversationState.Archived);

            if (isOpen && !wasOpen)
            {
                yield return Tell(ChatTurn.Opens, then.Writers, then.Readers.Except(then.Writers));
            }
            else if (wasOpen && !isOpen)
            {
                yield return Tell(ChatTurn.Archives, was!.Writers.Except(then.Writers), []);
            }
            else if (isOpen && was!.Conversation.ActiveUntil != then.Conversation.ActiveUntil)
            {
                yield return Tell(ChatTurn.Lasts, then.Writers, []);
            }

            if (was is null)
            {
                continue;
            }

            if (wasOpen == isOpen && then.Readers.Except(was.Readers).ToList() is { Count: > 0 } gained)
            {
                yield return Tell(ChatTurn.IsReadBy, [], gained);
            }

            if (was.Readers.Except(then.Readers).ToList() is { Count: > 0 } lost)
            {
                yield return Tell(ChatTurn.IsHiddenFrom, [], lost);
            }

            ChatDifference Tell(ChatTurn turn, IEnumerable<int> writers, IEnumerable<int> readers) =>
                new(turn, key, then.Conversation.Kind, NameOf(then.Conversation, actor), Named(after, writers), Named(after, readers), then.Conversation.ActiveUntil);
        }
    }

    private static IEnumerable<TieDifference> Ties(SchoolSnapshot before, SchoolSnapshot after) =>
        Ties(before, after, isGained: true).Concat(Ties(after, before, isGained: false));

    private static IEnumerable<TieDifference> Ties(SchoolSnapshot without, SchoolSnapshot with, bool isGained)
    {
        var people = with.People;
        var ties = with.Ties.Except(without.Ties).ToHashSet();
        return
            from tie in ties
            let back = new TieThen(tie.ToId, tie.FromId, tie.AboutId)
            let isMutual = ties.Contains(back)
            where !isMutual || tie.FromId < tie.ToId
            select new TieDifference(isGained, people[tie.FromId], people[tie.ToId], tie.AboutId is { } about ? people.GetValueOrDefault(about) : null, isMutual);
    }

    private static List<PersonView> Named(SchoolSnapshot snapshot, IEnumerable<int> ids) => [.. ids.Select(id => snapshot.People[id]).OrderBy(p => p.Role).ThenBy(p => p.Id)];

    private string NameOf(Conversation conversation, Actor viewer) => names.Of(
        conversation.Kind,
        conversation.Subject?.ToView(),
        conversation.Student?.ToView(),
        [.. conversation.Participants.OrderByDescending(p => p.UserId == conversation.StudentId).ThenBy(p => p.UserId).Select(p => p.User.ToView())],
        viewer);
}
