namespace FineFlow.Core;

/// <summary>Kinds of external factors.</summary>
public enum ExternalKind
{
    /// <summary>Not stated, or not known. No dataset may have such a column.</summary>
    Unknown,

    /// <summary>Any finite number.</summary>
    Number,

    /// <summary>0 or 1.</summary>
    Flag,

    /// <summary>1 Monday .. 7 Sunday.</summary>
    DayOfWeek,

    /// <summary>Hour of the day, 0 .. 23.</summary>
    Hour,

    /// <summary>One of so many classes, 0 .. size - 1.</summary>
    Category,
}
