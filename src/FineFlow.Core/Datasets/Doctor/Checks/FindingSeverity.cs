namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Severity of a finding.</summary>
internal enum FindingSeverity
{
    /// <summary>The dataset does not load, or what is learned or reported from it is wrong.</summary>
    Error,

    /// <summary>It loads, but holds what is seldom meant.</summary>
    Warning,

    /// <summary>Something useful is absent.</summary>
    Note,
}
