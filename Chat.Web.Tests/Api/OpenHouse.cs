using System.Collections.Concurrent;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Api;

/// <summary>A house with a port of its own and an open door, and programs that speak for its people.</summary>
public sealed class OpenHouse : IAsyncLifetime
{
    private readonly ConcurrentDictionary<int, Caller> _callers = new();
    private int _admitted;

    public SchoolHouse School { get; } = new() { IsOnTheStreet = true, Registration = RegistrationMode.Open };

    public Caller Nobody => School.CallAs();

    public async ValueTask InitializeAsync() => await School.OpenAsync();

    public ValueTask DisposeAsync() => School.DisposeAsync();

    /// <summary>The program of somebody, always the same one.</summary>
    public async Task<Caller> AsAsync(Actor actor) => _callers.TryGetValue(actor.Id, out var known) ? known : _callers.GetOrAdd(actor.Id, await School.CallAsAsync(actor));

    /// <summary>Two new members of staff: they may write to each other and have not yet.</summary>
    public async Task<(Actor One, Actor Other)> TwoTeachersAsync() => (await TeacherAsync(), await TeacherAsync());

    public Task<Actor> TeacherAsync() => School.AdmitAsync($"Teacher {Interlocked.Increment(ref _admitted)}", Role.Teacher);

    /// <summary>The thread of two people, begun over HTTP.</summary>
    public async Task<int> ThreadAsync(Actor one, Actor other)
    {
        var answer = await (await AsAsync(one)).PostAsync("/api/chat/threads/", new { participants = new[] { one.Id, other.Id } });
        Assert.Contains(answer.Status, new[] { 200, 201 });
        return answer["id"].GetInt32();
    }
}
