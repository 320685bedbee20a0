namespace Chat.Load.Measuring;

/// <summary>What was measured was not what should have happened: the figures mean nothing.</summary>
internal sealed class WrongException(string message) : Exception(message)
{
    public static void Unless(bool isRight, string message)
    {
        if (!isRight)
        {
            throw new WrongException(message);
        }
    }
}
