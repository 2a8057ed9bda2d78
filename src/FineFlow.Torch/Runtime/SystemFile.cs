namespace FineFlow.Torch.Runtime;

/// <summary>The files in which Linux describes the machine: lines of "name: value".</summary>
internal static class SystemFile
{
    /// <summary>The whole file, or nothing where the system has no such file or keeps it to itself.</summary>
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

    /// <summary>The value of the first line with this name, or null.</summary>
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
