namespace FineFlow.Core;

/// <summary>
/// Input from outside (a file, a setting, an array) that cannot be used. The message is one line that names the source,
/// the place in it, and what was expected; the command line prints it as it is and exits with code 2.
/// </summary>
public sealed class BadInputException : Exception
{
    /// <param name="source">The file, folder or option at fault.</param>
    /// <param name="problem">The problem and what was expected, with field and row where they exist.</param>
    /// <param name="inner">The failure below, if any.</param>
    internal BadInputException(InvariantText source, InvariantText problem, Exception? inner = null)
        : this((source.ToText(), problem.ToText()), inner)
    {
    }

    private BadInputException((string Source, string Problem) said, Exception? inner)
        : base(OneLine($"{said.Source}: {said.Problem}"), inner)
    {
        InputSource = said.Source;
        Problem = said.Problem;
    }

    /// <summary>Does some work on a part of a source; a failure there names the source as well.</summary>
    /// <param name="source">The file or folder that the part belongs to.</param>
    /// <param name="work">The work.</param>
    /// <exception cref="BadInputException">The work's own, as a problem of <paramref name="source"/>.</exception>
    public static T Within<T>(string source, Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return work();
        }
        catch (BadInputException part)
        {
            throw new BadInputException(source, part.Message, part) { Setting = part.Setting };
        }
    }

    /// <summary>The file, folder or option at fault.</summary>
    public string InputSource { get; }

    /// <summary>The problem and what was expected.</summary>
    public string Problem { get; }

    /// <summary>
    /// The property of the options, or the parameter, that decides on this, by its name in C#; null where none does. The command line
    /// names the option that sets it.
    /// </summary>
    public string? Setting { get; init; }

    /// <summary>Returns a message with codes in place of control characters, which names in files may hold.</summary>
    private static string OneLine(string message) => message.Any(char.IsControl)
        ? string.Concat(message.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()))
        : message;
}
