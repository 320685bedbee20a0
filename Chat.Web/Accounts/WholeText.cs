namespace Chat.Web.Accounts;

/// <summary>Half of a surrogate pair is no character: it can be neither normalised, hashed nor stored as it came.</summary>
public static class WholeText
{
    public static bool HasHalfCharacter(this string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }
}
