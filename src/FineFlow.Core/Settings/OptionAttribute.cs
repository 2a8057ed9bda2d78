namespace FineFlow.Core.Settings;

/// <summary>
/// Makes a property an option of the command line. Its <c>[Description]</c> is the help's text and its <c>[Range]</c> is what is accepted;
/// help, validation, the rule on resuming, the documentation's table, the report's row and the command that repeats a run follow from it.
/// </summary>
/// <param name="valueName">Name of the value in the help, such as N; empty for a flag.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionAttribute(string valueName = "") : Attribute
{
    /// <summary>Name of the value in the help.</summary>
    public string ValueName { get; } = valueName;

    /// <summary>The option's name without its hyphens; by default the property's in kebab-case.</summary>
    public string? Name { get; init; }

    /// <summary>The default in the help's words; a constant as the option would be given.</summary>
    public string Default { get; init; } = "none";

    /// <summary>Name of the setting in reports; by default the setting's name with spaces.</summary>
    public string? Title { get; init; }

    /// <summary>Whether a run that goes on may change it.</summary>
    public ResumeRule OnResume { get; init; }
}

/// <summary>Whether a run that goes on may change a setting.</summary>
internal enum ResumeRule
{
    /// <summary>The run keeps it: with another value it would be another run.</summary>
    Keep,

    /// <summary>It may be changed; the run goes on as if it had begun so.</summary>
    Change,

    /// <summary>It may be changed; the result then differs in its last bits from that of an uninterrupted run.</summary>
    ChangeLastBits,
}
