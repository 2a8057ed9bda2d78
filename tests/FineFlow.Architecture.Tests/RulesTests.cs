namespace FineFlow.Architecture.Tests;

/// <summary>Every rule sees an arrow that is turned.</summary>
public sealed class RulesTests
{
    private static readonly IReadOnlyList<Room> Three = Rooms.Read(
    [
        "| `src/FineFlow.Core` | maps | the BCL alone |",
        "| `src/FineFlow.Torch` | networks | Core |",
        "| `src/FineFlow.Engine` | predictions | Torch |",
    ]);

    [Fact]
    public void A_use_of_a_room_below_is_an_arrow_up()
    {
        var up = Made("FineFlow.Core", "FineFlow.Torch");
        Assert.Equal([up], Rules.ArrowsUp([up, Made("FineFlow.Torch", "FineFlow.Core"), Made("FineFlow.Core", "System")], Three));
    }

    [Fact]
    public void A_room_may_use_what_its_rooms_use() => Assert.Empty(Rules.ArrowsUp([Made("FineFlow.Engine", "FineFlow.Core")], Three));

    [Fact]
    public void A_row_that_names_a_room_below_is_refused() => Assert.Throws<FormatException>(
        () => Rooms.Read(["| `src/FineFlow.Core` | maps | Torch |", "| `src/FineFlow.Torch` | networks | Core |"]));

    [Fact]
    public void A_cycle_is_seen_through_other_namespaces()
    {
        Use[] around = [Within("A", "B"), Within("B", "C"), Within("C", "A")];
        Assert.Equal(around, Rules.Cycles([.. around, Within("A", "D"), Within("E", "A")]));
    }

    [Fact]
    public void A_folder_and_a_folder_in_it_may_not_use_each_other() =>
        Assert.Equal(2, Rules.Cycles([Within("A", "A.B"), Within("A.B", "A")]).Count());

    [Theory]
    [InlineData("FineFlow.Torch.Models.Plgf", true)]
    [InlineData("FineFlow.Torch.Layers", true)]
    [InlineData("FineFlow.Torch.Ops", false)]
    [InlineData("FineFlow.Torch.Ops.Kernels", false)]
    public void Kernels_belong_to_operations(string from, bool broken) =>
        Assert.Equal(broken, Rules.KernelsOutsideOps([Within(from, "FineFlow.Torch.Ops.Kernels")]).Any());

    [Theory]
    [InlineData("FineFlow.Engine", true)]
    [InlineData("FineFlow.AspNetCore", false)]
    public void Http_belongs_to_the_server(string project, bool broken)
    {
        var use = Made(project, "Microsoft.AspNetCore.Http.Abstractions");
        Assert.Equal(broken, Rules.AssembliesOutside([use], "Microsoft.AspNetCore", "FineFlow.AspNetCore").Any());
    }

    [Theory]
    [InlineData("void F(int i) { Other.Thing.Do(); }", "a call in a method")]
    [InlineData("int N => Other.Thing.Constant;", "a constant")]
    [InlineData("string N => nameof(Other.Thing);", "a name")]
    [InlineData("Func<object> F => () => new Other.Thing();", "a lambda's body")]
    [InlineData("void F() { var made = Other.Factory.Make(); }", "an inferred type")]
    [InlineData("[Other.Mark] int _field;", "an attribute")]
    [InlineData("void F(string s) { s.Extended(); }", "an extension method")]
    public void The_reader_of_sources_sees(string member, string what)
    {
        const string other = """
            namespace Other;
            public class Thing { public const int Constant = 1; public static void Do() { } }
            public static class Factory { public static Thing Make() => new(); }
            public static class Extensions { public static void Extended(this string text) { } }
            public class MarkAttribute : System.Attribute;
            """;
        var files = new Dictionary<string, string>
        {
            ["other.cs"] = other,
            ["mine.cs"] = $"using System; using Other; namespace Mine; class Mine {{ {member} }}",
        };

        var uses = Sources.UsesOf(Sources.Compile("Made", [], files.Keys, path => files[path]));

        Assert.True(uses.Any(use => use is { From: "Mine", To: "Other" }), $"{what} was overlooked");
    }

    private static Use Made(string project, string used) => new(project, project, used, used, "made up");

    private static Use Within(string from, string to) => new("Project", from, to, "Project", "made up");
}
