namespace FineFlow.Torch.Runtime;

/// <summary>Reads the files in which Linux describes the machine: lines of "name: value".</summary>
internal static class SystemFile
{
    /// <summary>Returns the whole file; empty where it does not exist or may not be read.</summary>
    public static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Returns the value of the first line with this name; null without one.</summary>
    public static string? Field(string text, string name)
    {
        foreach (var line in text.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon >= 0 && line[..colon].Trim() == name)
                return line[(colon + 1)..].Trim();
        }

        return null;
    }
}
