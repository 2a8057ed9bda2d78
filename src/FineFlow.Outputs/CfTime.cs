namespace FineFlow.Outputs;

/// <summary>
/// Times as the CF conventions state them. No zone is named: the times are those of the city's own clock, which programs then show.
/// </summary>
internal static class CfTime
{
    public const string Units = "seconds since 1970-01-01 00:00:00";
    public const string Calendar = "standard";
    public const string LongName = "start of the slot on the local clock";
}
