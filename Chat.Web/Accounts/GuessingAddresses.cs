using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Chat.Web.Accounts;

/// <summary>
/// Notices addresses from which many names are tried in vain: a password that is tried on everybody stays below every
/// account's own lockout. Such an address is not banned, for a whole school may share it: whoever has signed in from it
/// before still can.
/// </summary>
public sealed class GuessingAddresses(IOptionsMonitor<PasswordOptions> options) : IDisposable
{
    private readonly MemoryCache _failed = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public bool Has(string address) => _failed.Get<HashSet<string>>(address) is { } names && CountOf(names) >= options.CurrentValue.NamesBeforeGuessing;

    /// <summary>Counts a name that was tried in vain. True for the one with which the address becomes one that guesses.</summary>
    public bool Count(string address, string name)
    {
        var names = _failed.GetOrCreate(address, entry =>
        {
            entry.Size = 1;
            entry.AbsoluteExpirationRelativeToNow = options.CurrentValue.Lockout;
            return new HashSet<string>(StringComparer.Ordinal);
        })!;

        lock (names)
        {
            return names.Count < options.CurrentValue.NamesBeforeGuessing && names.Add(name) && names.Count == options.CurrentValue.NamesBeforeGuessing;
        }
    }

    public void Dispose() => _failed.Dispose();

    private static int CountOf(HashSet<string> names)
    {
        lock (names)
        {
            return names.Count;
        }
    }
}
