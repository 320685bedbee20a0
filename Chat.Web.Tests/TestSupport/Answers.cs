using Chat.Web.Outcomes;

namespace Chat.Web.Tests.TestSupport;

/// <summary>The two things a test says of an answer.</summary>
public static class Answers
{
    /// <summary>The answer itself, which must not be a refusal.</summary>
    public static T Granted<T>(this Outcome<T> outcome)
    {
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }

    /// <summary>The refusal must be this one; its arguments (a time, a limit) may differ.</summary>
    public static void RefusedAs<T>(this Outcome<T> outcome, Refusal expected)
    {
        Assert.Equal(expected.Code, outcome.Refusal?.Code ?? "granted");
        Assert.Equal(expected.Kind, outcome.Refusal!.Kind);
    }
}
