using System.Collections.Concurrent;
using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Admin;

/// <summary>
/// Brings people in from a table. An e-mail address is one person: sent twice, the same table changes nothing the second
/// time. First it is said what would be done; it is done when somebody has read that.
/// </summary>
public sealed class ImportService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, AdmissionService admissions, AccountService accounts, JobService jobs, ImportWords words, AuditLog audit, Denials denials)
{
    private const int LookedUpAtOnce = 500;

    /// <summary>One for each admin: the last they sent.</summary>
    private readonly ConcurrentDictionary<int, ImportPlan> _plans = new();

    /// <param name="file">None where none was sent. No more is read of it than may be there.</param>
    public async Task<Outcome<ImportPlan>> PlanAsync(Actor actor, string fileName, Stream? file, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "people", AccountRefusals.AdminsOnly, cancellation);
        }

        var table = await ReadAsync(file, cancellation) switch
        {
            null or [] => AdminRefusals.FileMissing,
            { Length: > ImportFile.MaxBytes } => AdminRefusals.FileTooLarge,
            var bytes => ImportFile.Read(bytes, words),
        };
        return _plans[actor.Id] = table.Value is { } read
            ? new ImportPlan(Guid.NewGuid(), fileName, Refusal: null, await PlanAsync(read.Rows, cancellation), read.Ignored)
            : new ImportPlan(Guid.NewGuid(), fileName, table.Refusal, [], []);
    }

    /// <summary>What one sent last and has neither done nor put away.</summary>
    public ImportPlan? FindPlan(Actor actor) => actor.KeepsTheSchool() ? _plans.GetValueOrDefault(actor.Id) : null;

    public void PutAway(Actor actor) => _plans.TryRemove(actor.Id, out _);

    /// <summary>Does what was planned, row by row. What each would do is looked at once more: others may have been at work meanwhile.</summary>
    /// <returns>The job's number.</returns>
    public async Task<Outcome<int>> CommitAsync(Actor actor, Guid planId, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "people", AccountRefusals.AdminsOnly, cancellation);
        }

        if (_plans.GetValueOrDefault(actor.Id) is not { } plan || plan.Id != planId || !_plans.TryRemove(KeyValuePair.Create(actor.Id, plan)))
        {
            return Refusal.NotFound;
        }

        var rows = plan.Rows.Where(r => r.End is not PlannedEnd.Bad).ToList();
        if (rows.Count == 0)
        {
            return AdminRefusals.FileEmpty;
        }

        var written = await audit.WriteDownAsync(
            lane, actor, new Deed("people.imported", "people") { After = rows.Count.ToString(CultureInfo.InvariantCulture) }, cancellation);
        return written is { } refusal ? refusal : jobs.Start(actor, JobKind.Import, Capabilities.None, rows, (row, stopping) => BringInAsync(actor, row, stopping));
    }

    private static async Task<byte[]?> ReadAsync(Stream? file, CancellationToken cancellation)
    {
        if (file is null)
        {
            return null;
        }

        var bytes = new byte[ImportFile.MaxBytes + 1];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return bytes[..read];
    }

    private async Task<IReadOnlyList<PlannedRow>> PlanAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellation)
    {
        var known = await KnownAsync(rows.Select(r => r[ImportColumn.Email]), cancellation);
        var firstLines = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. rows.Select(row => Plan(row, known, firstLines))];
    }

    private PlannedRow Plan(ImportRow row, Dictionary<string, Known> known, Dictionary<string, int> firstLines)
    {
        var (email, name, role, language) = (row[ImportColumn.Email], row[ImportColumn.FullName], words.RoleOf(row[ImportColumn.Role]), words.LanguageOf(row[ImportColumn.Language]));
        var mistakes = FindMistakes(row, email, name, role, language).ToList();
        var key = Normalize(email);
        if (mistakes.Count == 0 && !firstLines.TryAdd(key, row.Line))
        {
            mistakes.Add(new ImportMistake(ImportColumn.Email, AdminRefusals.RepeatedInFile.With(firstLines[key])));
        }

        var was = known.GetValueOrDefault(key);
        var changes = was is null || mistakes.Count > 0 ? [] : ChangesOf(was, name, role, language).ToList();
        var end = mistakes.Count > 0 ? PlannedEnd.Bad : was is null ? PlannedEnd.New : changes.Count > 0 ? PlannedEnd.Changed : PlannedEnd.Same;
        return new PlannedRow(row.Line, email, name, role, language, end, mistakes, changes);
    }

    private static IEnumerable<ImportMistake> FindMistakes(ImportRow row, string email, string name, Role? role, string? language)
    {
        if (row.IsBroken)
        {
            return [new ImportMistake(Column: null, AdminRefusals.RowBroken)];
        }

        // A language that is not said is the school's own; one that nobody speaks here is a mistake.
        var spoken = row[ImportColumn.Language].Length == 0 ? Languages.Default : language ?? "";
        return new AccountDraft(email, name, role ?? default, spoken).FindMistakes().Select(m => new ImportMistake(Enum.Parse<ImportColumn>(m.Part), m.Refusal));
    }

    private static IEnumerable<ImportColumn> ChangesOf(Known was, string name, Role? role, string? language)
    {
        if (!string.Equals(was.FullName, name, StringComparison.Ordinal))
        {
            yield return ImportColumn.FullName;
        }

        if (was.Role != role)
        {
            yield return ImportColumn.Role;
        }

        if (language is not null && !string.Equals(was.Language, language, StringComparison.Ordinal))
        {
            yield return ImportColumn.Language;
        }
    }

    private async Task<RowResult> BringInAsync(Actor actor, PlannedRow row, CancellationToken cancellation)
    {
        var key = Normalize(row.Email);
        if ((await KnownAsync([row.Email], cancellation)).GetValueOrDefault(key) is { } was)
        {
            var draft = new AccountDraft(was.Email, row.FullName, row.Role!.Value, row.Language ?? was.Language);
            return RowResult.Of(new PersonName(was.Id, row.FullName, was.Email), await accounts.ChangeAsync(actor, was.Id, AccountChange.To(draft), cancellation)) with { Line = row.Line };
        }

        var created = await admissions.CreateAsync(actor, new AccountDraft(row.Email, row.FullName, row.Role!.Value, row.Language ?? Languages.Default), cancellation);
        return created.Value is { } link
            ? new RowResult(RowEnd.Made, new PersonName(link.UserId, link.FullName, link.Email)) { Line = row.Line, Link = link }
            : new RowResult(RowEnd.Failed, new PersonName(0, row.FullName, row.Email)) { Line = row.Line, Refusal = created.Refusal };
    }

    private async Task<Dictionary<string, Known>> KnownAsync(IEnumerable<string> emails, CancellationToken cancellation)
    {
        var known = new Dictionary<string, Known>(StringComparer.Ordinal);
        await using var db = await database.CreateDbContextAsync(cancellation);
        foreach (var some in emails.Select(Normalize).Where(e => e.Length > 0).Distinct(StringComparer.Ordinal).Chunk(LookedUpAtOnce))
        {
            foreach (var user in await db.Users.Where(u => some.Contains(u.NormalizedEmail)).Select(u => new { u.NormalizedEmail, u.Id, u.Email, u.FullName, u.Role, u.Language }).ToListAsync(cancellation))
            {
                known[user.NormalizedEmail!] = new Known(user.Id, user.Email!, user.FullName, user.Role, user.Language);
            }
        }

        return known;
    }

    private static string Normalize(string email) => email.HasHalfCharacter() ? "" : IdentityUsers.Normalize(email);

    private sealed record Known(int Id, string Email, string FullName, Role Role, string Language);
}
