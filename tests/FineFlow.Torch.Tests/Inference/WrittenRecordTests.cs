using System.Reflection;
using System.Text.Json.Serialization;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Inference;

/// <summary>
/// What is written as JSON is read again: null is left out unless a property says otherwise, and what a file lacks must have a default.
/// </summary>
public sealed class WrittenRecordTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static TheoryData<Type> Files => [typeof(ModelCard), typeof(RunManifest), typeof(EpochRecord)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_parameter_that_may_be_null_has_a_default(Type file)
    {
        var types = new HashSet<Type>();
        Collect(file, types);

        Assert.Contains(types, type => type != file);
        Assert.Empty(
            from type in types
            from parameter in Written(type)?.GetParameters() ?? []
            where MayBeNull(parameter) && !parameter.HasDefaultValue && !IsAlwaysWritten(type, parameter.Name!)
            select $"{type.Name}.{parameter.Name}");
    }

    /// <summary>The constructor that reading uses: that with parameters where there is no other.</summary>
    private static ConstructorInfo? Written(Type type) => type.GetConstructors() is [{ } only] ? only : null;

    private static bool MayBeNull(ParameterInfo parameter) => Nullability.Create(parameter).WriteState == NullabilityState.Nullable;

    private static bool IsAlwaysWritten(Type type, string property) =>
        type.GetProperty(property)?.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Never };

    /// <summary>Collects a type of ours and those of its properties.</summary>
    private static void Collect(Type type, HashSet<Type> types)
    {
        foreach (var part in type.GetGenericArguments())
        {
            Collect(part, types);
        }

        if (type is { IsEnum: false, Namespace: { } name } && name.StartsWith("FineFlow", StringComparison.Ordinal) && types.Add(type))
        {
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                Collect(property.PropertyType, types);
            }
        }
    }
}
