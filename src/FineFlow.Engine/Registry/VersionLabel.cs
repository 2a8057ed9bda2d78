namespace FineFlow.Engine.Registry;

/// <summary>What a version is served as.</summary>
public enum VersionLabel
{
    /// <summary>The default version.</summary>
    Stable,

    /// <summary>A version on trial, for requests that ask for it.</summary>
    Canary,
}
