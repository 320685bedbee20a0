using System.Collections.Concurrent;
using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Chat.Web.Accounts;

/// <summary>
/// Hashes and checks passwords on threads of its own, one fewer than the machine has cores: a storm of sign-ins then
/// waits in its own queue and slows no message. When that queue is full, the answer is <see cref="AccountRefusals.TooManySignIns"/>.
/// </summary>
public sealed class PasswordHashing : IDisposable
{
    private readonly BlockingCollection<Action> _waiting;
    private readonly List<Thread> _threads;
    private readonly PasswordHasher<AppUser> _hasher;
    private readonly Lazy<string> _nobodysHash;

    public PasswordHashing(IOptions<PasswordOptions> options)
    {
        _waiting = new BlockingCollection<Action>(options.Value.QueueLength);
        _hasher = new PasswordHasher<AppUser>(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.Iterations }));
        _nobodysHash = new Lazy<string>(() => _hasher.HashPassword(null!, Guid.NewGuid().ToString()));
        _threads = [.. Enumerable.Range(0, Math.Max(1, Environment.ProcessorCount - 1)).Select(_ => Start())];
    }

    public Task<Outcome<string>> HashAsync(string password) => RunAsync(() => _hasher.HashPassword(null!, password));

    /// <summary>Checks a password; an account that does not exist takes just as long as one that does.</summary>
    /// <param name="isStillWanted">Asked when its turn has come: many may wait, and what the first ones show may decide about the rest.</param>
    public Task<Outcome<PasswordVerificationResult>> VerifyAsync(string? hash, string password, Func<bool>? isStillWanted = null) => RunAsync(() =>
    {
        if (isStillWanted?.Invoke() is false)
        {
            return PasswordVerificationResult.Failed;
        }

        var result = _hasher.VerifyHashedPassword(null!, hash ?? _nobodysHash.Value, password);
        return hash is null ? PasswordVerificationResult.Failed : result;
    });

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _threads.ForEach(t => t.Join());
        _waiting.Dispose();
    }

    internal Task<Outcome<T>> RunAsync<T>(Func<T> work)
    {
        var answer = new TaskCompletionSource<Outcome<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepted = _waiting.TryAdd(() =>
        {
            try
            {
                answer.SetResult(work());
            }
#pragma warning disable CA1031 // Handed to the caller, who is waiting for it.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                answer.SetException(failure);
            }
        });

        return accepted ? answer.Task : Task.FromResult<Outcome<T>>(AccountRefusals.TooManySignIns);
    }

    private Thread Start()
    {
        var thread = new Thread(() =>
        {
            foreach (var work in _waiting.GetConsumingEnumerable())
            {
                work();
            }
        })
        { IsBackground = true, Name = "Password hashing" };
        thread.Start();
        return thread;
    }
}
