using Chat.Web.Outcomes;

namespace Chat.Web.Tests.Architecture;

/// <summary>An interface is for what there is more than one of.</summary>
public class TypeRules
{
    [Fact]
    public void No_interface_has_one_implementation()
    {
        // What the lane asks of any outcome, whatever it is an outcome of: a generic type cannot be asked for without it.
        Assert.Equal([typeof(IOutcome)], Lonely(typeof(IOutcome).Assembly.GetTypes()));
    }

    [Fact]
    public void A_lonely_interface_is_seen() =>
        Assert.Equal([typeof(ILonely)], Lonely([typeof(ILonely), typeof(Only), typeof(IShared), typeof(One), typeof(Other)]));

    private static List<Type> Lonely(IReadOnlyCollection<Type> types) =>
        [.. types.Where(t => t.IsInterface && types.Count(i => i.IsClass || i.IsValueType ? Array.Exists(i.GetInterfaces(), f => f == t) : false) < 2)];

    private interface ILonely;

    private interface IShared;

    private sealed class Only : ILonely;

    private sealed class One : IShared;

    private sealed class Other : IShared;
}
