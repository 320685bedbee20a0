using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Live;

namespace Chat.Web.Bot;

/// <summary>
/// The bot's own ear: it listens like an open page, and answers what people say to it. It opens its line before it looks
/// for what waits, so that nothing falls between; a line that was hung up is opened again. Now and then it looks by
/// itself, for what was said at a server that is gone.
/// </summary>
public sealed partial class BotWorker(BotService answers, BotAccount bot, Feed feed, TimeProvider clock, ILogger<BotWorker> logger) : BackgroundService
{
    private const int AtOnce = 8;
    private const int WaitingAtOnce = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _hands = new(AtOnce, AtOnce);

    public override void Dispose()
    {
        _hands.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            using var line = feed.Open(bot.View.Id);
            await CatchUpAsync(stoppingToken);
            await ListenAsync(line, stoppingToken);
        }
    }

    private async Task ListenAsync(Feed.Line line, CancellationToken stop)
    {
        while (true)
        {
            var heard = line.Events.WaitToReadAsync(stop).AsTask();
            while (await Task.WhenAny(heard, Task.Delay(Pause, clock, stop)) != heard)
            {
                await CatchUpAsync(stop);
            }

            if (!await heard)
            {
                return;
            }

            while (line.Events.TryRead(out var happened))
            {
                if (happened is MessageSent { Message: var message } && message.Sender.Id != bot.View.Id)
                {
                    await BeginAsync(message.Id, stop);
                }
            }
        }
    }

    private async Task CatchUpAsync(CancellationToken stop)
    {
        try
        {
            foreach (var id in await answers.ListUnansweredAsync(WaitingAtOnce, stop))
            {
                await BeginAsync(id, stop);
            }
        }
#pragma warning disable CA1031 // Whatever stands in the way of an answer must not close the school: it is looked for again.
        catch (Exception broken) when (broken is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.Broken(logger, broken);
        }
    }

    /// <summary>One slow answer keeps nobody else waiting; a crowd of them waits here, and the line is hung up when it grows too long.</summary>
    private async Task BeginAsync(long messageId, CancellationToken stop)
    {
        await _hands.WaitAsync(stop);
        _ = AnswerAsync(messageId);
    }

    private async Task AnswerAsync(long messageId)
    {
        try
        {
            if ((await answers.AnswerAsync(messageId)).Refusal is { } refusal)
            {
                Log.NotSaid(logger, messageId, refusal.Code);
            }
        }
        catch (StorageUnavailableException unavailable)
        {
            Log.PutOff(logger, messageId, unavailable);
        }
#pragma warning disable CA1031 // Nobody awaits this: it is written down, and the message is found again as one without an answer.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            Log.Broken(logger, broken);
        }
        finally
        {
            _hands.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Message {MessageId} was not answered: {Code}")]
        public static partial void NotSaid(ILogger logger, long messageId, string code);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The answer to message {MessageId} could not be stored; it is tried again")]
        public static partial void PutOff(ILogger logger, long messageId, Exception unavailable);

        [LoggerMessage(Level = LogLevel.Error, Message = "The bot could not answer; it is tried again")]
        public static partial void Broken(ILogger logger, Exception broken);
    }
}
