namespace Chat.Web.Outcomes;

/// <summary>What a service answers: the thing asked for, or why not. Anything else that goes wrong is a bug, and throws.</summary>
public readonly record struct Outcome<T> : IOutcome
{
    public T? Value { get; private init; }

    public Refusal? Refusal { get; private init; }

    public static implicit operator Outcome<T>(T value) => new() { Value = value };

    public static implicit operator Outcome<T>(Refusal refusal) => new() { Refusal = refusal };
}

/// <summary>What the write lane needs to know of an answer: a refused command leaves nothing behind.</summary>
public interface IOutcome
{
    Refusal? Refusal { get; }
}

/// <summary>The answer of a command that has nothing to say but that it was done.</summary>
public readonly record struct Done;

/// <summary>The answer of a command that may find everything as it should be already.</summary>
public readonly record struct Changed(bool Anything);

/// <summary>For answers whose type is an interface, which C# does not convert by itself.</summary>
public static class Outcome
{
    public static Outcome<T> Of<T>(T value) => value;

    public static Outcome<Done> OrDone(this Refusal? refusal) => refusal is null ? new Done() : refusal;
}
