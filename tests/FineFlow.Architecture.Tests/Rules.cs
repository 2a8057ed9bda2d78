namespace FineFlow.Architecture.Tests;

/// <summary>The rules of the architecture. Each returns the uses that break it.</summary>
internal static class Rules
{
    /// <summary>A room uses the rooms that its row allows.</summary>
    public static IEnumerable<Use> ArrowsUp(IEnumerable<Use> uses, IReadOnlyList<Room> rooms)
    {
        var allowed = rooms.ToDictionary(room => room.Project, room => room.MayUse);
        return uses.Where(use => use.Assembly != use.Project
            && allowed.ContainsKey(use.Assembly)
            && !allowed[use.Project].Contains(use.Assembly));
    }

    /// <summary>No namespace of a project uses a namespace that, directly or through others, uses it.</summary>
    public static IEnumerable<Use> Cycles(IEnumerable<Use> uses)
    {
        var within = uses.Where(use => use.Assembly == use.Project).ToList();
        var next = within.ToLookup(use => use.From, use => use.To);
        var reach = within.Select(use => use.To).Distinct().ToDictionary(start => start, start => ReachedFrom(start, next));
        return within.Where(use => reach[use.To].Contains(use.From)).DistinctBy(use => (use.From, use.To));
    }

    /// <summary>Only <c>FineFlow.Torch.Ops</c> uses the kernels below it.</summary>
    public static IEnumerable<Use> KernelsOutsideOps(IEnumerable<Use> uses) =>
        uses.Where(use => IsKernels(use.To) && !IsKernels(use.From) && use.From != "FineFlow.Torch.Ops");

    /// <summary>Only some projects use the assemblies whose names begin with a prefix.</summary>
    /// <param name="uses">The uses.</param>
    /// <param name="prefix">How the assemblies' names begin.</param>
    /// <param name="projects">The projects that may use them.</param>
    public static IEnumerable<Use> AssembliesOutside(IEnumerable<Use> uses, string prefix, params string[] projects) =>
        uses.Where(use => use.Assembly.StartsWith(prefix, StringComparison.Ordinal) && !projects.Contains(use.Project));

    private static bool IsKernels(string name) => name.EndsWith(".Kernels", StringComparison.Ordinal);

    private static HashSet<string> ReachedFrom(string start, ILookup<string, string> next)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([start]);
        while (open.TryPop(out var name))
        {
            if (reached.Add(name))
            {
                foreach (var further in next[name])
                {
                    open.Push(further);
                }
            }
        }

        return reached;
    }
}
