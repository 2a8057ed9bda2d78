using System.Globalization;

namespace FineFlow.Core.Workers;

/// <summary>The process that has a task, as its lease names it: MACHINE SYSTEM PROCESS CHANGE.</summary>
/// <param name="Machine">The machine's name, for people.</param>
/// <param name="System">What tells the processes of one system, or container, from those of others; - where it cannot be told.</param>
/// <param name="Process">The process's number.</param>
internal sealed record Holder(string Machine, string System, int Process)
{
    private const string Unknown = "-";

    /// <summary>This process.</summary>
    public static Holder Here { get; } = new(Environment.MachineName.Replace(' ', '-'), SystemHere(), Environment.ProcessId);

    /// <summary>Whether it ran in the same system as this process and has ended. One that cannot be told of has not.</summary>
    public bool HasEnded => System != Unknown && System == Here.System && !Directory.Exists(Invariant($"/proc/{Process}"));

    /// <summary>Reads the content of a lease; null where it names nobody.</summary>
    public static Holder? Of(string content) =>
        content.Split(' ') is [var machine, var system, var process, _]
        && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(machine, system, number)
            : null;

    /// <summary>Returns the content of a lease.</summary>
    public string ToContent(int change) => Invariant($"{Machine} {System} {Process} {change}");

    /// <summary>On Linux: the start of the kernel and the space of process numbers, which containers have of their own.</summary>
    private static string SystemHere()
    {
        try
        {
            var space = File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name;
            return space is null ? Unknown : $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{space}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }
}
