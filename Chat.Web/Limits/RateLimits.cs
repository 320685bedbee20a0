using System.Threading.RateLimiting;
using Chat.Web.Outcomes;
using Microsoft.Extensions.Options;

namespace Chat.Web.Limits;

public enum Limit
{
    SignInsToAccount,
    SignInsFromAddress,
    SendsByPerson,
    UploadsByPerson,
    ReportsByPerson,
    QuestionsByPerson,
    MisusedSocketsByPerson,
}

/// <summary>
/// Says when somebody does something too often. Counted by account where there is one and by address last, and never
/// longer than it takes to wait: nobody is banned, for a whole school may share one address.
/// </summary>
public sealed class RateLimits(IOptionsMonitor<LimitOptions> options) : IDisposable
{
    /// <summary>The argument is in how many seconds to ask again.</summary>
    public static readonly Refusal TooOften = new(RefusalKind.TooOften, "too_many_requests");

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // What is allowed is part of what a bucket is found by: where a limit is changed, the next who asks gets a bucket of that size.
    private readonly PartitionedRateLimiter<(Limit Limit, string Key)> _buckets = PartitionedRateLimiter.Create<(Limit Limit, string Key), (Limit Limit, string Key, double PerMinute)>(
        place => RateLimitPartition.GetTokenBucketLimiter((place.Limit, place.Key, PerMinute: PerMinute(options.CurrentValue, place.Limit)), bucket => BucketOf(bucket.PerMinute)));

    /// <summary>Takes one of what is left; if nothing is left, the answer says when to come back.</summary>
    /// <param name="key">An account, or an address.</param>
    public Refusal? Take(Limit limit, string key)
    {
        using var lease = _buckets.AttemptAcquire((limit, key));
        if (lease.IsAcquired)
        {
            return null;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) && after > Second ? after : Second;
        return TooOften.With((int)Math.Ceiling(wait.TotalSeconds)) with { RetryAfter = wait };
    }

    /// <summary>Whether anything is left, without taking it.</summary>
    public Refusal? Look(Limit limit, string key) =>
        // Asked for none, a bucket says yes while there is a drop in it.
        _buckets.GetStatistics((limit, key))?.CurrentAvailablePermits >= 1 ? null : Take(limit, key);

    public void Dispose() => _buckets.Dispose();

    private static double PerMinute(LimitOptions options, Limit limit) => options.Multiplier * limit switch
    {
        Limit.SignInsToAccount => options.SignInsToAccount,
        Limit.SignInsFromAddress => options.SignInsFromAddress,
        Limit.UploadsByPerson => options.UploadsByPerson,
        Limit.ReportsByPerson => options.ReportsByPerson,
        Limit.QuestionsByPerson => options.QuestionsByPerson,
        Limit.MisusedSocketsByPerson => options.MisusedSocketsByPerson,
        _ => options.SendsByPerson,
    };

    /// <summary>A minute's worth, filled up evenly: once a second where a second brings a whole one, less often otherwise.</summary>
    private static TokenBucketRateLimiterOptions BucketOf(double perMinute)
    {
        var aSecond = perMinute / 60;
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, (int)Math.Min(perMinute, int.MaxValue)),
            TokensPerPeriod = Math.Max(1, (int)Math.Min(aSecond, int.MaxValue)),
            ReplenishmentPeriod = TimeSpan.FromSeconds(aSecond >= 1 ? 1 : 1 / aSecond),
            QueueLimit = 0,
        };
    }
}
