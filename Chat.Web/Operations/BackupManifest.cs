using System.Text.Json.Serialization;

namespace Chat.Web.Operations;

/// <summary>What a copy holds, so that anybody can tell later whether it still does.</summary>
/// <param name="Files">Every file but this one, by its path from here with slashes.</param>
/// <param name="Rows">How many rows the main tables have.</param>
/// <param name="Audit">The end of the audit chain.</param>
public sealed record BackupManifest(
    int Format, DateTimeOffset MadeAt, string Version, IReadOnlyList<BackupFile> Files, IReadOnlyDictionary<string, long> Rows, BackupAudit Audit)
{
    public const string FileName = "manifest.json";
    public const int CurrentFormat = 1;

    [JsonIgnore]
    public long Bytes => Files.Sum(f => f.Bytes);
}

/// <param name="Sha256">In lower-case hex.</param>
public sealed record BackupFile(string Path, long Bytes, string Sha256);

public sealed record BackupAudit(long LastId, string LastHash);

/// <summary>What the last look at a copy found; kept beside it.</summary>
/// <param name="Problems">None when it is in order.</param>
public sealed record BackupVerdict(DateTimeOffset CheckedAt, IReadOnlyList<BackupProblem> Problems)
{
    public const string FileName = "checked.json";

    [JsonIgnore]
    public bool IsGood => Problems.Count == 0;
}

/// <summary>One thing that is not as it was written.</summary>
/// <param name="Code">Stable: <c>file_changed</c>. The sentence a person reads stands under it in <c>BackupTexts</c>.</param>
/// <param name="About">Which file, table or entry.</param>
public sealed record BackupProblem(string Code, string About = "");

/// <summary>A copy, as a list shows it.</summary>
/// <param name="Verdict">None if nobody has looked at it since it was made.</param>
public sealed record BackupView(string Name, string Directory, DateTimeOffset MadeAt, string Version, long Bytes, BackupVerdict? Verdict);

public enum BackupStage
{
    Database,
    Files,
    Hashes,
    Check,
}

/// <param name="Share">How much of this stage is done, from 0 to 1.</param>
public sealed record BackupProgress(BackupStage Stage, double Share);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(BackupVerdict))]
internal sealed partial class BackupJson : JsonSerializerContext;
