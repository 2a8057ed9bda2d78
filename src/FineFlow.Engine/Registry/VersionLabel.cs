namespace FineFlow.Engine.Registry;

/// <summary>What a version is served as.</summary>
public enum VersionLabel
{
    /// <summary>Who names nothing gets it.</summary>
    Stable,

    /// <summary>On trial: only who asks for it gets it.</summary>
    Canary,
}
