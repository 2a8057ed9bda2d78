using FineFlow.Core.Settings;

namespace FineFlow.Core.Workers;

/// <summary>The file plan.json in a folder, which says what processes do there.</summary>
internal interface IPlannedWork
{
    /// <summary>Format version of the file.</summary>
    int Format { get; }
}

/// <summary>Reads the plans of folders.</summary>
internal static class PlannedWork
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "plan.json";

    /// <summary>Returns the path of a folder's plan.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <summary>Reads a plan.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="format">The format version that is read.</param>
    /// <param name="maker">The command that makes such plans.</param>
    /// <exception cref="BadInputException">There is none, it is broken or of another version.</exception>
    public static T Read<T>(string folder, int format, string maker)
        where T : class, IPlannedWork
    {
        var path = PathIn(folder);
        if (!File.Exists(path))
        {
            throw new BadInputException(folder, $"has no {FileName}{NearestName.QuestionOfPath(folder)}; '{maker}' makes one");
        }

        var plan = JsonStyle.Read<T>(path);
        return plan.Format == format ? plan : throw new BadInputException(path, $"is of format {plan.Format}; this version reads {format}");
    }
}
