using System.ComponentModel;
using System.Diagnostics;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Files;

/// <summary>
/// Makes the small pictures that a browser did not, by a program of the system's own, where it is installed. A foreign
/// decoder is given one file, a while, and nothing else; what it makes is looked at like anything that comes from outside.
/// </summary>
public sealed partial class ThumbnailMaker(
    ThumbnailOrders queue, WriteLane lane, ConversationFeed readers, FileStore store, FileInspector inspector, IOptionsMonitor<UploadOptions> options, TimeProvider clock, ILogger<ThumbnailMaker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var id in queue.AllAsync(stoppingToken))
        {
            await Errand.TryAsync(() => MakeAsync(id, stoppingToken), failed => Log.NotMade(logger, id, failed), stoppingToken);
        }
    }

    private async Task MakeAsync(Guid id, CancellationToken cancellation)
    {
        if (options.CurrentValue.ThumbnailCommand is not { Length: > 0 } command || !File.Exists(store.PathOf(id)))
        {
            return;
        }

        var made = $"{store.PathOf(id)}.{Guid.NewGuid():N}.jpg";
        try
        {
            if (await RunAsync(command, store.PathOf(id), made, cancellation) && File.Exists(made))
            {
                await KeepAsync(id, made, cancellation);
            }
        }
        finally
        {
            File.Delete(made);
        }
    }

    private async Task<bool> RunAsync(string command, string picture, string made, CancellationToken cancellation)
    {
        using var maker = new Process
        {
            StartInfo = new ProcessStartInfo(command, [picture, "--size", $"{Upload.MaxThumbnailSide}x{Upload.MaxThumbnailSide}>", "--output", $"{made}[Q=80,strip]"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
        try
        {
            maker.Start();
        }
        catch (Win32Exception)
        {
            // It is not installed: the thread shows the picture itself.
            return false;
        }

        using var patience = new CancellationTokenSource(options.CurrentValue.ThumbnailPatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            await Task.WhenAll(maker.StandardOutput.ReadToEndAsync(either.Token), maker.StandardError.ReadToEndAsync(either.Token), maker.WaitForExitAsync(either.Token));
            return maker.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            maker.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    private async Task KeepAsync(Guid id, string made, CancellationToken cancellation)
    {
        await using var raw = new FileStream(made, FileMode.Open, FileAccess.ReadWrite);
        await using var clean = store.Begin(id);
        var looked = await inspector.LookAsync(raw, clean.Stream, cancellation);
        if (looked.Value is not { Picture: { Width: <= Upload.MaxThumbnailSide, Height: <= Upload.MaxThumbnailSide } } small)
        {
            return;
        }

        await clean.FinishAsync(store.ThumbnailPathOf(id));
        var shown = await lane.RunAsync(async db =>
        {
            await db.Attachments.Where(a => a.Id == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.ThumbnailType, small.Kind.ContentType), cancellation);
            return (await db.Messages.Where(m => m.Attachments.Any(a => a.Id == id)).ToViewsAsync(cancellation)).SingleOrDefault();
        }, cancellation);
        if (shown is not null)
        {
            // It was sent meanwhile, and is shown, and remembered, without its small picture.
            await readers.TellAsync(shown.ConversationId, new MessageChanged(shown));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "No small picture could be made of attachment {Id}")]
        public static partial void NotMade(ILogger logger, Guid id, Exception failed);
    }
}
