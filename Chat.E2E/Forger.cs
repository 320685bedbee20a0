namespace Chat.E2E;

/// <summary>
/// Somebody who has taken their own page apart: keeps the references the server hands to its scripts, and calls through
/// them what the page itself would never call.
/// </summary>
public sealed class Forger
{
    private readonly Person _person;

    private Forger(Person person) => _person = person;

    /// <summary>From the next page on.</summary>
    public static async Task<Forger> TakeApartAsync(Person person)
    {
        // Whatever comes from the server is revived by functions a script may add to. They can be added once the
        // framework's own script has run to its end.
        await person.Page.AddInitScriptAsync("""
            let framework;
            window.handedOver = [];
            Object.defineProperty(window, 'DotNet', {
              get: () => framework,
              set: value => {
                framework = value;
                queueMicrotask(() => framework.attachReviver((key, revived) => {
                  if (typeof revived?.invokeMethodAsync === 'function') {
                    handedOver.unshift(revived);
                  }
                  return revived;
                }));
              },
            });
            """);
        return new Forger(person);
    }

    /// <summary>What the composer would do, where there may be none. The answer is the code of a refusal; none means it was sent.</summary>
    public async Task<string?> SendAsync(string text) =>
        await CallAsync<string?>("thread.invokeMethodAsync('SendAsync', id, text, null, []).then(answer => answer.code)", text);

    public Task TypeAsync() => CallAsync<object?>("thread.invokeMethodAsync('TypeAsync')", "");

    // The framework hands over a reference of its own as well, and earlier. It does not know the call: the thread's is the one that takes it.
    private async Task<TAnswer> CallAsync<TAnswer>(string call, string text)
    {
        var taken = await _person.Page.WaitForFunctionAsync(
            $$"""
            async ([id, text]) => {
              for (const thread of handedOver) {
                try {
                  return { answer: await {{call}} };
                } catch {
                  // Not this one.
                }
              }
            }
            """,
            new object[] { Guid.NewGuid().ToString(), text });
        return await taken.EvaluateAsync<TAnswer>("taken => taken.answer");
    }
}
