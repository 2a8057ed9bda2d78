namespace FineFlow.Cli.Terminal;

/// <summary>A line on the terminal behind stderr that is rewritten in place until something else is written.</summary>
internal static class StatusLine
{
    private const string Erase = "\r\e[K";
    private static readonly Lock Gate = new();
    private static bool _shown;

    /// <summary>Whether there is a terminal to rewrite a line on.</summary>
    public static bool Possible => !Console.IsErrorRedirected;

    /// <summary>Shows a text in place of the last one.</summary>
    public static void Show(string text)
    {
        // A line that the terminal wraps could not be rewritten; it adds ^C when the user stops the program.
        var room = Console.WindowWidth - "^C".Length - 1;
        lock (Gate)
        {
            Console.Error.Write(Erase + (room > 0 && text.Length > room ? text[..room] : text));
            _shown = true;
        }
    }

    /// <summary>Takes the text away, so that others may write there.</summary>
    public static void Clear()
    {
        lock (Gate)
        {
            if (_shown)
            {
                Console.Error.Write(Erase);
                _shown = false;
            }
        }
    }
}
