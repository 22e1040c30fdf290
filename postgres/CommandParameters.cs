using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres;

/// <summary>Positional parameters of a command that is sent now and then, typed without boxing or guessing.</summary>
internal static class CommandParameters
{
    public static NpgsqlParameterCollection With<T>(this NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return parameters;
    }

    public static NpgsqlParameterCollection With(this NpgsqlParameterCollection parameters, string? value, NpgsqlDbType type = NpgsqlDbType.Text)
    {
        parameters.Add(new NpgsqlParameter { Value = value is null ? DBNull.Value : value, NpgsqlDbType = type });
        return parameters;
    }
}
