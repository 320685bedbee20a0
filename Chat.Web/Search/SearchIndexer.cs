using System.Threading.Channels;
using Chat.Web.Data;

namespace Chat.Web.Search;

/// <summary>
/// Keeps the index in step in the background: woken at once by what is said in this house, and every few seconds by itself
/// for what was said on another server. Behind by a fraction of a second, so that a burst is written down together.
/// </summary>
public sealed partial class SearchIndexer(SearchIndex index, SearchSignal signal, TimeProvider clock, ILogger<SearchIndexer> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(150);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var looked = clock.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var lookAgain = clock.GetElapsedTime(looked) >= Pause;
            looked = lookAgain ? clock.GetTimestamp() : looked;
            await TryCatchUpAsync(lookAgain, stoppingToken);

            var rung = signal.NextAsync(stoppingToken);
            if (await Task.WhenAny(rung, Task.Delay(Pause, clock, stoppingToken)) == rung)
            {
                await Task.Delay(Gathering, clock, stoppingToken);
                signal.Take();
            }
        }
    }

    private async Task TryCatchUpAsync(bool lookAgain, CancellationToken stoppingToken)
    {
        try
        {
            await index.CatchUpAsync(lookAgain, stoppingToken);
        }
        catch (StorageUnavailableException unavailable)
        {
            Log.PutOff(logger, unavailable);
        }
#pragma warning disable CA1031 // Whatever stands in the way of the index must not close the school: it is tried again.
        catch (Exception broken) when (broken is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.Broken(logger, broken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The search index could not be written; it is tried again")]
        public static partial void PutOff(ILogger logger, Exception unavailable);

        [LoggerMessage(Level = LogLevel.Error, Message = "The search index could not be brought up to date; it is tried again")]
        public static partial void Broken(ILogger logger, Exception broken);
    }
}

/// <summary>A bell between those who say something and the indexer. However often it is rung, it rings once until it is heard.</summary>
public sealed class SearchSignal
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task? _next;

    public void Ring() => _bell.Writer.TryWrite(true);

    /// <summary>Completes when it has been rung; the same task until then, so that nobody's waiting is left behind.</summary>
    public Task NextAsync(CancellationToken cancellation) => _next ??= _bell.Reader.WaitToReadAsync(cancellation).AsTask();

    public void Take()
    {
        _bell.Reader.TryRead(out _);
        _next = null;
    }
}
